"""What people see: tables, sentences, bars, and nothing that could steer their terminal."""

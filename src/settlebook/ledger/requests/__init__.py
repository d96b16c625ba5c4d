"""What is asked under an idempotency key and what it is answered: how both are kept and told apart."""

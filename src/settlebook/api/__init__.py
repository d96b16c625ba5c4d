"""The REST API: the paths and shapes that Zuora's clients know, over the acts and answers of every face."""

"""What if: history replayed under another allocation policy, beside the books, which nothing touches."""

"""The other side of a settlement: mirrors on documents, negative rows netted, memos that mirror documents."""

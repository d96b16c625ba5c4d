"""Zuora's Data Query: free SQL over the views, as jobs whose results are files behind links that expire."""

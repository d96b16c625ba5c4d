"""What all decisions share: what is asked, whether it is possible at all, and on which day it counts."""

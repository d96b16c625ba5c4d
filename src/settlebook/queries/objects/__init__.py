"""Questions about any object of the Data Query world: filtered, ordered, paged, with what it leads to."""

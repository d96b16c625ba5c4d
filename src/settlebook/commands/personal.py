"""Which fields are about persons: kept beside the log under erasable content, never in an event."""

# The rule, in one place. At the head of a request, names, contacts and free text are personal. What is said
# of an item describes what was sold, and stays with the item; so does what stands in a tenant's own fields
# (`__c`, `__NS`), by which documents are looked up: they are no place for personal content.
PERSONAL = frozenset(
    {
        "additionalEmailAddresses",
        "billToContact",
        "comment",
        "comments",
        "customerServiceRepName",
        "name",
        "notes",
        "salesRep",
        "shipToContact",
        "soldToContact",
        "taxInfo",
        "writeOffOptions",  # it holds a comment
    }
)

"""Where a fact points to personal content: the id under which it is kept beside the log."""

from uuid import UUID

from settlebook.domain.events import PersonalRef


def personal_id(personal: PersonalRef | None) -> UUID | None:
    return personal.personal_id if personal else None

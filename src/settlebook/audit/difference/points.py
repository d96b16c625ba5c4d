"""The two points that are compared: on the clock of what was recorded, or on that of what takes effect."""

from dataclasses import dataclass
from datetime import date

from settlebook.domain.errors import InvalidRequest
from settlebook.queries.moment import KnownAt

# A position or an aware instant, on the clock of recording; or the end of a day, on that of effective days.
Point = KnownAt | date

RECORDED, EFFECTIVE = "recorded", "effective"


@dataclass(frozen=True, slots=True)
class Points:
    """What counts at the start, and at the end; a day of None is all days.

    What counts at the start counts at the end as well: one clock runs between them, the other stands still.
    """

    from_position: int
    from_day: date | None
    to_position: int
    to_day: date | None
    clock: str = RECORDED

    @property
    def parameters(self) -> dict[str, object]:
        return {
            "from_position": self.from_position,
            "from_day": self.from_day,
            "to_position": self.to_position,
            "to_day": self.to_day,
        }

    @property
    def spoken(self) -> str:
        if self.clock == RECORDED:
            days = f", of what takes effect by {self.to_day}" if self.to_day else ""
            between = f"after position {self.from_position} and up to {self.to_position}{days}"
            return f"What was recorded {between}."
        until = f"up to the end of {self.to_day}" if self.to_day else "on any later day"
        return (
            f"What takes effect after {self.from_day} and {until}, as known at position {self.to_position}."
        )


def two_clocks() -> InvalidRequest:
    return InvalidRequest(
        "to",
        "give two days, which say when facts take effect, or two positions or instants, which say when they "
        "were recorded",
    )


def require_order(points: Points) -> Points:
    """Refuses: InvalidRequest where the end comes before the start."""
    is_backwards = points.to_position < points.from_position or (
        points.clock == EFFECTIVE
        and points.to_day is not None
        and points.from_day is not None
        and points.to_day < points.from_day
    )
    if is_backwards:
        raise InvalidRequest("to", "it comes before `from`; name the earlier point first")
    return points

"""What a ledger chooses: the state is the settings that the last fact carries."""

from settlebook.domain.events import Event, Settings, SettingsChanged


def evolve(settings: Settings | None, event: Event) -> Settings:
    match event:
        case SettingsChanged():
            return event.settings
        case _:
            raise AssertionError(f"settings have no {type(event).__name__}")

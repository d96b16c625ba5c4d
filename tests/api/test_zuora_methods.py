"""Which methods of Zuora's client are served is decided for each, and docs/api.md says it."""

import runpy

from tests.house.tree import ROOT


def test_the_guide_tells_of_every_method_of_the_client_whether_it_is_served():
    script = runpy.run_path(str(ROOT / "scripts" / "zuora_methods.py"))
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")

    _, heading, told = guide.partition(script["HEADING"])

    assert heading, "the section is missing"
    assert told.partition("\n## ")[0].strip() == script["described"]().strip(), (
        "run scripts/zuora-methods --write"
    )

"""Which rule chooses again: the policy asked for where it is offered, else the one that chose before."""

from collections.abc import Mapping

from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.rules.checking import shown
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.events import Applied, PaymentApplied
from settlebook.services.requests.policies import OFFERED, Act, installed, named

APPLYING = (Act.APPLY_PAYMENT, Act.APPLY_CREDIT)


def act_of(fact: Applied) -> Act:
    """What a policy was chosen for, where one chose its lines."""
    return Act.APPLY_PAYMENT if isinstance(fact, PaymentApplied) else Act.APPLY_CREDIT


class Rules:
    """The rules of one what-if.

    Refuses: InvalidRequest for a policy that spreads no application; PolicyBroken.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._asked: Mapping[Act, Rule | None] = {
            act: _offered(act, name) for act in (*APPLYING, Act.WRITE_OFF)
        }
        if not any(self._asked[act] for act in APPLYING):
            names = dict.fromkeys(
                (*(name for act in APPLYING for name in OFFERED[act]), *sorted(installed()))
            )
            raise InvalidRequest("policy", f"{shown(name)} spreads no application; choose {', '.join(names)}")

    def asked(self, act: Act) -> Rule | None:
        """The policy asked for; None where it is not offered for that."""
        return self._asked.get(act)

    def again(self, act: Act, policy: Policy | None) -> Rule | None:
        """The rule that chooses again what a policy chose; None where none did, or it is gone."""
        return None if policy is None else self.asked(act) or _offered(act, policy.name)

    def own(self, act: Act, policy: Policy | None) -> Rule | None:
        """The rule that chose, of acts that the policy asked for has no part in."""
        return _offered(act, policy.name) if policy is not None else None


def _offered(act: Act, name: str) -> Rule | None:
    """Refuses: PolicyBroken."""
    if name not in OFFERED[act] and name not in installed():
        return None
    return named(act, name)

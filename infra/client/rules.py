"""Rules: read, checked, saved, switched, restored."""

from counterfoil_console.api.deciding import Why
from counterfoil_console.api.rules import ChangedRules, Rules, Version, Versions, WantedVersion
from infra.client.calls import Caller, part


class RuleCalls(Caller):
    """Documents are those that `poe rules` writes."""

    def rules(self, connection: str) -> Rules:
        """The current rules."""
        return self.read(Rules, _rules(connection))

    def check_rules(self, connection: str, documents: Rules) -> Rules:
        """What is wrong is raised as a ProblemError, each fault by its place."""
        return self.act(Rules, f"{_rules(connection)}/check", documents)

    def save_rules(self, connection: str, changed: ChangedRules) -> Versions:
        """Let these rules be the current ones, or keep them as drafts."""
        return self.act(Versions, _rules(connection), changed)

    def rule_versions(self, connection: str, kind: str) -> Versions:
        """Every version of a rule."""
        return self.read(Versions, f"{_rules(connection)}/{part(kind)}/versions")

    def restore_rule(self, connection: str, kind: str, version: int, why: str) -> Version:
        """Copy a version forward."""
        return self.act(Version, f"{_rules(connection)}/{part(kind)}/restore", WantedVersion(version=version, why=why))

    def discard_draft(self, connection: str, kind: str, why: str) -> Version:
        """Let the draft be none."""
        return self.act(Version, f"{_rules(connection)}/{part(kind)}/discard", Why(why=why))

    def switch_rule_off(self, connection: str, kind: str, why: str) -> Version:
        """Carry nothing of this kind any more."""
        return self.act(Version, f"{_rules(connection)}/{part(kind)}/off", Why(why=why))

    def switch_rule_on(self, connection: str, kind: str, why: str) -> Version:
        """Carry this kind again."""
        return self.act(Version, f"{_rules(connection)}/{part(kind)}/on", Why(why=why))

    def delete_rule(self, connection: str, kind: str, why: str) -> Version:
        """Forget what was chosen."""
        return self.act(Version, f"{_rules(connection)}/{part(kind)}/delete", Why(why=why))


def _rules(connection: str) -> str:
    return f"/connections/{part(connection)}/rules"

"""How an error is told."""

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class ErrorText:
    """An error's title, its cause, and what to do: steps that can be done in the vendors' own products."""

    title: str
    cause: str
    steps: tuple[str, ...]

    @property
    def remedy(self) -> str:
        """The steps, numbered on lines of their own; a single one is just itself."""
        if len(self.steps) == 1:
            return self.steps[0]
        return "\n".join(f"{number}. {step}" for number, step in enumerate(self.steps, start=1))

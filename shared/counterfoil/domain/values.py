"""Dataclasses whose methods are compiled when one is first used, not when their module is loaded.

A cold start loads hundreds of classes and uses a few. The standard library compiles six functions for each of them, which
was a third to a half of what a function did before its first event.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, order: bool = False, **options: bool) -> Any:
        """As the standard library's, which makes those that may change, or have an order, by itself."""
        if not frozen or order:
            return dataclasses.dataclass(frozen=frozen, order=order, **options)
        return lambda cls: _value(cls, options)


__all__ = ["dataclass"]

_COMPILED = {"__init__": "init", "__repr__": "repr", "__eq__": "eq", "__hash__": "eq"}
"""The methods that are compiled when one is first used, and what the standard library calls the making of each."""


def _value(cls: type, options: dict[str, bool]) -> Any:
    """The class with its fields; what has to be compiled for them is left for later."""
    own = set(cls.__dict__)
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, **options)(cls)
    for name in _COMPILED.keys() - own:
        setattr(made, name, _compiling_first(made, name))
    made.__setattr__ = made.__delattr__ = _refuse
    made.__getstate__, made.__setstate__ = _state, _restore
    return made


def _compiling_first(cls: Any, name: str) -> Any:
    def method(self: Any, *given: Any, **named: Any) -> Any:
        compiled = getattr(_compiled(cls, _COMPILED[name]), name)
        setattr(cls, name, compiled)
        return compiled(self, *given, **named)

    return method


def _compiled(cls: Any, wanted: str) -> type:
    """A class of the same fields, made by the standard library, for the sake of the method that is wanted.

    It has a description, because the standard library would make one of its signature, which costs as much as a method.
    """
    namespace: dict[str, Any] = {"__doc__": cls.__doc__ or cls.__name__}
    if hasattr(cls, "__post_init__"):
        namespace["__post_init__"] = cls.__post_init__
    made: dict[str, Any] = {"init": False, "repr": False, "eq": False, wanted: True}
    fields = [(each.name, each.type, each) for each in dataclasses.fields(cls)]
    return dataclasses.make_dataclass(cls.__name__, fields, namespace=namespace, frozen=True, **made)


def _refuse(_self: Any, name: str, *_value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)

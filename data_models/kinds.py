"""Every kind of row there is, found by looking through the package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

import data_models
from data_models.kind import Kind

_READERS_OF_KINDS = {"kinds", "dataset"}


def _found() -> Mapping[str, Kind]:
    modules = [
        importlib.import_module(f"data_models.{found.name}")
        for found in pkgutil.iter_modules(data_models.__path__)
        if found.name not in _READERS_OF_KINDS
    ]
    kinds = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in sorted(kinds, key=lambda one: one.position)}


KINDS: Mapping[str, Kind] = _found()
"""Kinds by code name, in the order of the template's sheets."""

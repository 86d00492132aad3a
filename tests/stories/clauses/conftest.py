"""Stories of clauses begin with the real campaign, loaded on 1 June 2020."""

from tests.portal.conftest import cli, home, loaded_home, office_cli

__all__ = ["cli", "home", "loaded_home", "office_cli"]

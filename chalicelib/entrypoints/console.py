"""The team's routes. Each view loads what it needs when it is first asked for."""

from chalice.app import Blueprint

routes = Blueprint(__name__)

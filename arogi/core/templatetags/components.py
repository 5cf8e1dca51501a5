"""Components of the screen as template tags."""

from django import template

register = template.Library()

"""The pages: a world to be looked at in a browser on this machine.

`serve(path)` runs them; `application(path)` is the ASGI application. Every page is a function from a world and what was
asked to plain data; templates make a page of it, and the twins (`.json`, `.csv`) are the same data.
"""

from westphalia.web.app import application

__all__ = ["application"]

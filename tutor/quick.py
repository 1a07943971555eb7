"""What makes the start quick, before anything large is loaded: no collecting of garbage, no TLS.

Importing makes nothing that could be collected, so the collector would look in vain, a dozen times. asyncio loads
OpenSSL for connections that nobody here opens: 4 ms and 3 MB; it can do without, as in a Python that was built so.
"""

from __future__ import annotations

import gc
import sys


def quicken() -> None:
    """For a process that is about to open the screens, before it imports asyncio; `gc.enable()` is the caller's, when
    all is loaded. Whoever imports ssl afterwards gets it."""
    gc.disable()
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # as Python marks a module that cannot be imported
    try:
        import asyncio
    finally:
        del sys.modules["ssl"]
    del asyncio

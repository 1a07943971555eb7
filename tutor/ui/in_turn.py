"""Keys are carried out one after the other, however fast they come.

Textual hands a key to whoever has the focus at that moment, and goes on with the next. Over a slow line keys come in
bunches, and of `/chain` the letters would be with the catalogue before it has seen the stroke that opens the search.
Here the next key waits until the one before it has been all the way: through the widget, what stands around it, the
app, and the screen that may have been opened. A token follows it on that way as soon as another key is there; one that
comes alone costs nothing.

What a key asked for may take longer: a lesson that is read, a step that is placed, a descent that is made ready. Until
it stands keys are held for it (`hold_keys`, `let_keys_go`), and then follow in their order.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    _Mixin = App[int]
else:
    _Mixin = object

SETTLED = 0.05  # seconds after which a key counts as carried out, where no other one came
LOST = 0.5  # seconds after which a token counts as lost: it went to something that is no longer there
MOST = 500  # keys that wait: nobody types further ahead
CALLS_OFF = "escape"  # what keys are held for, and forgets them
AT_ONCE = (CALLS_OFF, "ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+l")  # these are never held


class InTurn(_Mixin):
    """The part of the app that takes keys; it stands before `App` among the bases."""

    _turn = 0  # counts the keys
    _came = _carried = 0.0  # when the last one did and was: Textual's seconds, the loop's seconds
    _way_of_token: Iterator[MessagePump] | None = None  # of that key, before another one made it set out
    _on_its_way = False
    _held_for: object | None = None
    _call_off: Callable[[], None] | None = None
    _never_held: Collection[str] = AT_ONCE
    _held_at = 0  # how many screens there were when it began

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._waiting: deque[Key | Paste] = deque()

    # --- keys for what is on its way ----------------------------------------------------------------------------------

    def hold_keys(self, whom: object, call_off: Callable[[], None] | None = None, *, but: Collection[str] = ()) -> None:
        """Keys typed from now on, `but` these, are for `whom`, and wait until it stands. Escape does not: it forgets
        them, and is carried out, or else `call_off` is. A screen that is opened meanwhile (the palette, help) has its
        own keys at once."""
        self._held_at = len(self.screen_stack)
        self._held_for, self._call_off, self._never_held = whom, call_off, (*AT_ONCE, *but)

    @property
    def holds_keys(self) -> bool:
        return self._held_for is not None

    @property
    def _aside(self) -> bool:
        """Are keys held, and does something stand over what they are held for?"""
        stack = self.screen_stack
        return self.holds_keys and len(stack) > self._held_at and stack[-1] is not self._held_for

    def let_keys_go(self, whom: object) -> None:
        """It stands; what was typed for it comes before all that is typed from now on."""
        if self._held_for is whom:
            self._held_for = self._call_off = None
            self.call_later(self._next)

    def forget_keys(self, whom: object) -> None:
        """It will never stand."""
        if self._held_for is whom:
            self._waiting.clear()
            self.let_keys_go(whom)

    def first(self, keys: Sequence[Key]) -> None:
        """These were typed before all that wait here, and waited elsewhere."""
        self._waiting.extendleft(Key(key.key, key.character) for key in reversed(keys))
        self.call_later(self._next)

    # --- one after the other ------------------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._aside:
            await self._carry_out(event)
        elif self._on_its_way or self._waiting or self.holds_keys:
            if len(self._waiting) < MOST or self._at_once(event):
                self._waiting.append(event)
            await self._next()
        elif self._way_of_token is None or self._settled(event):
            await self._carry_out(event)
        else:
            self._waiting.append(event)
            self._set_out()

    def _settled(self, event: Event) -> bool:
        """Has the last key had its time? It neither came nor was carried out only just before this one."""
        return event.time - self._came > SETTLED and asyncio.get_running_loop().time() - self._carried > SETTLED

    async def _carry_out(self, event: Key | Paste) -> None:
        if not self.screen_stack:  # the tutor is being left
            return
        self._turn, self._came, self._carried = self._turn + 1, event.time, asyncio.get_running_loop().time()
        self._way_of_token = self._way(event, self.focused or self.screen)
        await super().on_event(event)

    def _set_out(self) -> None:
        """The token of the last key follows it: another key waits."""
        if self._way_of_token is not None:
            way, self._way_of_token, self._on_its_way = self._way_of_token, None, True
            self.set_timer(LOST, lambda turn=self._turn: self._release(turn))
            self._follow(way, self._turn)

    def _way(self, key: Key | Paste, target: DOMNode) -> Iterator[MessagePump]:
        """Where the token goes: with the key up to the app, at each place twice, since what the key made it say comes
        between; again with what the app had said by the one who was meant; and to the screen that stands then. A letter
        that was taken where it was typed goes no further."""
        around = [each for each in target.ancestors_with_self if each is not self]
        for each in around:
            yield each
            if key._stop_propagation and each is target and len(around) > 1:
                return
            yield each
        yield self
        yield from around
        if self.screen_stack:
            yield self.screen

    def _follow(self, way: Iterator[MessagePump], turn: int) -> None:
        """Sends the token one place on; at the end of its way the next key may come."""
        if turn == self._turn and not any(place.call_later(self._follow, way, turn) for place in way):
            self.call_later(self._release, turn)

    async def _release(self, turn: int) -> None:
        if turn == self._turn and self._on_its_way:
            self._on_its_way = False
            await self._next()

    async def _next(self) -> None:
        """The first of those that wait."""
        if self._on_its_way:
            return
        event = self._first()
        if event is not None:
            await self._carry_out(event)
        if self._waiting and self._held_for is None:
            self._set_out()

    def _first(self) -> Key | Paste | None:
        """Whose turn it is. While keys are held that is nobody but who never waits; escape takes those before it away,
        and itself where it calls off what they were held for."""
        if self._held_for is None:
            return self._waiting.popleft() if self._waiting else None
        place = next((place for place, event in enumerate(self._waiting) if self._at_once(event)), None)
        if place is None:
            return None
        event = self._waiting[place]
        if not (isinstance(event, Key) and event.key == CALLS_OFF):
            del self._waiting[place]
            return event
        for _ in range(place + 1):
            self._waiting.popleft()
        call_off, self._held_for, self._call_off = self._call_off, None, None
        if call_off is None:
            return event
        call_off()
        return self._first()

    def _at_once(self, event: Key | Paste) -> bool:
        return isinstance(event, Key) and event.key in self._never_held

"""Tokens -> syntax tree: recursive descent, one method a level of precedence.

`tutor.expression` is the door; this room only knows tokens, and `tutor.expression.cursor` keeps the bounds. Each
method leaves the first token it does not want.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.expression.cursor import COMMA, Cursor
from tutor.expression.lexer import Kind, Token
from tutor.expression.mixed import mixed
from tutor.messages import plural, tr
from tutor.tree import FUNCTIONS, Add, Call, Const, Div, Mul, Neg, Node, Num, Pow, Sym

_FACTOR_STARTS = (Kind.SYMBOL, Kind.CONSTANT, Kind.FUNCTION, Kind.ROOT, Kind.OPEN)  # as an implicit factor


class Parser(Cursor):
    __slots__ = ()

    # -- the doors

    def whole(self) -> Node:
        """One expression, to the end of the text."""
        node = self.sum()
        self._end()
        self.bound(node)
        return node

    def components(self, most: int) -> list[Node]:
        """One expression or several between commas, to the end of the text, in one pair of brackets or none."""
        wrapped = self._wrapped()
        if wrapped:
            self.enter(self.take())
        found = [self.sum()]
        while self.here.kind is Kind.COMMA:
            comma = self.take()
            if len(found) == most:
                self.fail(tr("There are more than {most} components here. Check the commas.", most=most), comma)
            if self.here.kind in (Kind.END, Kind.CLOSE):
                self.fail(tr("A component is missing after this comma. Write it, or delete the comma."), comma)
            found.append(self.sum())
        if wrapped:
            self.leave()
        self._end()
        for node in found:
            self.bound(node)
        return found

    def _wrapped(self) -> bool:
        """Do the first bracket and the last belong together, with commas in them or square?"""
        if self.here.kind is not Kind.OPEN:
            return False
        depth, commas = 0, False
        for index, token in enumerate(self.tokens):
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            commas = commas or (depth == 1 and token.kind is Kind.COMMA)
            if depth == 0:
                return index == len(self.tokens) - 2 and (commas or token.text == "]")
        return commas  # never closed: entered all the same, so that the sentence is about the bracket

    def _end(self) -> None:
        token = self.here
        if token.kind is Kind.COMMA:
            self.fail(tr(COMMA), token)
        if token.kind is Kind.CLOSE:
            self.fail(
                tr("This '{text}' closes a bracket that was never opened. Delete it, or open it.", text=token.text),
                token,
            )
        if token.kind is not Kind.END:
            self.fail(tr("This part does not follow from what is before it. Put an operator such as * there."), token)

    # -- the levels of precedence, loosest first

    def sum(self) -> Node:
        start = self.here.start
        terms = [self.signed(self.product)]
        while self.sees("+-"):
            sign = self.take()
            term = self.signed(self.product)
            terms.append(self.make(Neg(term), sign.start) if sign.text == "-" else term)
        return terms[0] if len(terms) == 1 else self.make(Add(tuple(terms)), start)

    def product(self) -> Node:
        start = self.here.start
        factors = [self.power()]
        divided = False
        while True:
            if self.sees("/"):
                top = self._joined(factors, start)
                self.take()
                factors, divided = [self.make(Div(top, self.signed(self.power)), start)], True
                continue
            if self.sees("*"):
                self.take()
                factors.append(self.signed(self.power))
            elif self._juxtaposed():
                left_end = self.last.end
                doubtful = divided or self._after_power_of_e(factors[-1])
                factors.append(self.power())
                if doubtful:
                    self._remark_product(start, left_end)
            else:
                return self._joined(factors, start)
            divided = False

    def power(self) -> Node:
        start = self.here.start
        base = self._atom()
        if self.here.kind is Kind.RAISE:
            node = self.make(Pow(base, self._raised()), start)
            if self.here.kind is Kind.RAISE or self.sees("^"):
                self.fail(tr("A power of a power needs brackets. Write (x^2)^3 or x^(2^3)."), self.here)
            return node
        if not self.sees("^"):
            return base
        self.deeper(self.take())
        exponent = self.signed(self.power)
        self.depth -= 1
        return self.make(Pow(base, exponent), start)

    def _joined(self, factors: list[Node], start: int) -> Node:
        return factors[0] if len(factors) == 1 else self.make(Mul(tuple(factors)), start)

    def _juxtaposed(self) -> bool:
        """Does a factor follow without a sign? A bar does, unless it closes one that is open."""
        token = self.here
        if token.kind is Kind.BAR:
            return not (self.open and self.open[-1].kind is Kind.BAR)
        if token.kind is Kind.NUMBER:
            what = tr("A number cannot follow without an operator. Write * for a product or ^ for a power.")
            self.fail(what, self.last, token)
        return token.kind in _FACTOR_STARTS

    def _after_power_of_e(self, left: Node) -> bool:
        """`e^2x`: the rules say (e^2)x, many mean e^(2x). Written without a space it deserves a remark."""
        return (
            isinstance(left, Pow)
            and left.base == Const("e")
            and self.last.kind is Kind.NUMBER
            and self.last.end == self.here.start
        )

    def _remark_product(self, start: int, left_end: int) -> None:
        left, right = self.text[start:left_end], self.text[left_end : self.last.end].strip()
        self.remarks.append(
            tr(
                "{left}{right} was read as ({left})*{right}. Put brackets if you meant otherwise.",
                left=left,
                right=right,
            )
        )

    # -- what stands alone

    def _atom(self) -> Node:
        token = self.here
        match token.kind:
            case Kind.NUMBER:
                return self._number()
            case Kind.SYMBOL | Kind.CONSTANT:
                self.take()
                made = Sym(token.text) if token.kind is Kind.SYMBOL else Const(token.text)
                return self.make(made, token.start)
            case Kind.OPEN:
                return self._group()
            case Kind.BAR:
                return self._absolute()
            case Kind.FUNCTION:
                return self._call()
            case Kind.ROOT:
                return self._root()
        self.missing()

    def _number(self) -> Node:
        token = self.take()
        if self.here.kind is Kind.NUMBER:
            self.fail(self._side_by_side(), token, self.here)
        return self.make(Num(token.value or Fraction(0)), token.start)

    def _side_by_side(self) -> str:
        found = mixed(self.tokens, self.at - 1)
        if found is None:
            return tr("Two numbers stand side by side. Put an operator such as * or + between them.")
        whole, part = found
        return tr("Is {whole} {part} a mixed number? Write it as ({whole} + {part}).", whole=whole, part=part)

    def _group(self) -> Node:
        opened = self.take()
        self.enter(opened)
        if self.here.kind is Kind.CLOSE:
            self.fail(tr("There is nothing between these brackets. Write what belongs there."), opened, self.here)
        node = self.sum()
        self.leave()
        return node

    def _raised(self) -> Node:
        """The exponent in raised characters; brackets and bars outside it do not count inside."""
        self.deeper(self.take())
        outside, self.open = self.open, []
        node = self.sum()
        if self.here.kind is not Kind.LOWER:
            self.fail(tr("This exponent cannot be read. Write it as x^(...)."), self.here)
        self.take()
        self.open = outside
        self.depth -= 1
        return node

    def _absolute(self) -> Node:
        bar = self.take()
        self.enter(bar)
        if self.here.kind is Kind.END:
            self.fail(tr("This bar is never closed. Put | after the expression, or write abs(x)."), bar)
        inner = self.sum()
        self.leave()
        return self.make(Call("abs", (inner,)), bar.start)

    def _root(self) -> Node:
        sign = self.take()
        self.deeper(sign)
        bracketed = self.here.kind is Kind.OPEN
        inner = self._atom()
        self.depth -= 1
        node = self.make(Call("sqrt", (inner,)), sign.start)
        if not bracketed and (self.here.kind is Kind.RAISE or self.sees("^")):
            what = tr("This could be the root of a power or the power of a root. Write √(x^2) or (√x)^2.")
            self.fail(what, sign, self.here)
        return node

    # -- functions

    def _call(self) -> Node:
        name = self.take()
        power = self._function_power(name)
        if self.here.kind is Kind.OPEN:
            arguments = self._arguments(name)
        elif FUNCTIONS[name.text] != (1, 1):
            self.fail(tr("{text} needs its values in brackets. Write {text}(0, x).", text=name.text), name)
        else:
            arguments = (self._bare_argument(name),)
        call = self.make(Call(name.text, arguments), name.start)
        return call if power is None else self.make(Pow(call, power), name.start)

    def _function_power(self, name: Token) -> Node | None:
        """The exponent in `sin^2(x)`, None without one. `sin^-1` is refused: it means two things."""
        typed = self.sees("^")
        if not typed and self.here.kind is not Kind.RAISE:
            return None
        shown = self.text[name.start : name.end]
        if typed:
            self.deeper(self.take())
            exponent = self.signed(self._atom)
            self.depth -= 1
        else:
            exponent = self._raised()
        if not (isinstance(exponent, Num) and exponent.value > 0 and exponent.value.denominator == 1):
            inverse = "a" + name.text
            offer = (
                tr("{inverse}(x) or 1/{shown}(x)", inverse=inverse, shown=shown)
                if inverse in FUNCTIONS
                else tr("({shown}(x))^n", shown=shown)
            )
            self.fail(
                tr("This power of a function could mean two things. Write {offer}.", offer=offer), name, self.last
            )
        if typed:
            self.remarks.append(
                tr(
                    "{text}(x) was read as ({shown}(x))^{value}.",
                    text=self.text[name.start : self.last.end],
                    shown=shown,
                    value=exponent.value,
                )
            )
        return exponent

    def _arguments(self, name: Token) -> tuple[Node, ...]:
        self.enter(self.take())
        least, most = FUNCTIONS[name.text]
        if self.here.kind is Kind.CLOSE:
            self.fail(tr("{text} needs a value between its brackets.", text=name.text), name, self.here)
        found = [self.sum()]
        while self.here.kind is Kind.COMMA:
            self.take()
            found.append(self.sum())
        self.leave()
        if not least <= len(found) <= most:
            need = tr("one value") if most == 1 else tr("{least} to {most} values", least=least, most=most)
            given = plural(len(found), "{count} is given", "{count} are given")
            self.fail(
                tr("{text} takes {need}, and {given}. Check the commas.", text=name.text, need=need, given=given),
                name,
                self.last,
            )
        return tuple(found)

    def _bare_argument(self, name: Token) -> Node:
        """`sin x`, `sin 2x`, `ln|x|`: the implicit product that follows, up to a sign or another function."""
        self.deeper(name)
        shown = self.text[name.start : name.end]
        if self.here.kind in (Kind.END, Kind.CLOSE, Kind.COMMA, Kind.LOWER) or self.sees("+*/^"):
            self.fail(tr("{shown} needs a value. Write {shown}(x), with brackets.", shown=shown), name)
        start = self.here.start
        node = self.signed(self._bare_product)
        self.depth -= 1
        inside = self.text[start : self.last.end]
        self.remarks.append(tr("{shown} {inside} was read as {shown}({inside}).", shown=shown, inside=inside))
        return node

    def _bare_product(self) -> Node:
        start = self.here.start
        factors = [self.power()]
        while self.here.kind is not Kind.FUNCTION and self._juxtaposed():
            if self.here.kind in (Kind.OPEN, Kind.BAR) and not isinstance(factors[-1], Num):
                what = tr("Where does the function's value end? Put brackets: sin(x)*(x+1) or sin(x*(x+1)).")
                self.fail(what, self.here)
            factors.append(self.power())
        return self._joined(factors, start)

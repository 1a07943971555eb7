"""What the LaTeX commands that teachers write look like in a terminal: (Unicode, ASCII, role) a command.

Only tables. A command that is not here is shown by its name, so that no lesson ever shows a backslash.
"""

from __future__ import annotations

from enum import Enum

from tutor.letters import GREEK


class Role(Enum):
    """How a sign stands among its neighbours."""

    OPERAND = "x"
    PREFIX = "∂"  # clings to what follows
    WORD = "sin"  # a space before a letter that follows
    BIG = "Σ"  # takes limits
    BINARY = "+"  # a space on both sides after an operand, none as a sign
    DOT = "·"  # a product: no space
    RELATION = "="  # a space on both sides
    PUNCTUATION = ","
    SLASH = "/"
    SPACE = " "
    BREAK = "\\\\"


Sign = tuple[str, str, Role]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _signs(role: Role, table: str) -> dict[str, Sign]:
    """Rows of `name unicode ascii`."""
    return {name: (shown, plain, role) for name, shown, plain in (line.split() for line in table.split("\n"))}


SIGNS: dict[str, Sign] = {
    **{name: (letter, name, Role.OPERAND) for name, letter in GREEK.items()},
    **_signs(
        Role.RELATION,
        """le ≤ <=
leq ≤ <=
leqslant ≤ <=
ge ≥ >=
geq ≥ >=
geqslant ≥ >=
ne ≠ !=
neq ≠ !=
lt < <
gt > >
ll ≪ <<
gg ≫ >>
approx ≈ ~=
sim ~ ~
simeq ≃ ~=
cong ≅ ~=
equiv ≡ ==
propto ∝ ~
to → ->
rightarrow → ->
longrightarrow → ->
Rightarrow ⇒ =>
implies ⇒ =>
Longrightarrow ⇒ =>
iff ⇔ <=>
Leftrightarrow ⇔ <=>
leftarrow ← <-
gets ← <-
longleftarrow ← <-
Leftarrow ⇐ <=
leftrightarrow ↔ <->
mapsto ↦ |->
in ∈ in
notin ∉ not-in
subset ⊂ subset
subseteq ⊆ subset
mid | |
perp ⊥ _|_
parallel ∥ ||
coloneqq := :=""",
    ),
    **_signs(
        Role.BINARY,
        """pm ± +-
mp ∓ -+
cup ∪ or
cap ∩ and
setminus − -
wedge ∧ and
land ∧ and
vee ∨ or
lor ∨ or
oplus ⊕ (+)
otimes ⊗ (x)
times × x
div ÷ /
odot ⊙ (.)
circ ∘ o""",
    ),
    **_signs(Role.DOT, "cdot · *\nast · *\nbullet · *\nstar ⋆ *"),
    **_signs(Role.PREFIX, "partial ∂ d\nsurd √ sqrt"),
    "nabla": ("∇", "grad ", Role.PREFIX),
    "neg": ("¬", "not ", Role.PREFIX),
    "lnot": ("¬", "not ", Role.PREFIX),
    "angle": ("∠", "angle ", Role.PREFIX),
    **_signs(Role.BIG, "sum Σ sum\nprod Π prod\nint ∫ int\niint ∬ int\noint ∮ int\nlim lim lim"),
    **_signs(
        Role.OPERAND,
        """infty ∞ inf
ldots … ...
dots … ...
cdots … ...
dotsc … ...
dotsb … ...
vdots ⋮ :
ddots ⋱ ...
forall ∀ all
exists ∃ exists
emptyset ∅ {}
ell l l
hbar ħ h
Re Re Re
Im Im Im
top ᵀ T
dagger † +
prime ′ '
degree ° deg
langle ⟨ <
rangle ⟩ >
vert | |
lvert | |
rvert | |
Vert ‖ ||
lVert ‖ ||
rVert ‖ ||
lfloor ⌊ floor(
rfloor ⌋ )
lceil ⌈ ceil(
rceil ⌉ )
checkmark ✓ ok
varepsilon ε epsilon
vartheta θ theta
varphi φ phi
varrho ρ rho
varsigma σ sigma
lbrace { {
rbrace } }
lbrack [ [
rbrack ] ]
backslash ∖ |""",
    ),
    **{
        name: (name, name, Role.WORD)
        for name in [
            "sin",
            "cos",
            "tan",
            "cot",
            "sec",
            "csc",
            "arcsin",
            "arccos",
            "arctan",
            "sinh",
            "cosh",
            "tanh",
            "log",
            "ln",
            "exp",
            "max",
            "min",
            "argmax",
            "argmin",
            "det",
            "dim",
            "ker",
            "sup",
            "inf",
            "gcd",
            "Pr",
            "sgn",
            "sign",
            "deg",
            "rank",
            "tr",
            "diag",
        ]
    },
    **dict.fromkeys([*",;:> ", "enspace", "thinspace", "space", "~"], (" ", " ", Role.SPACE)),
    **{name: (blanks, blanks, Role.SPACE) for name, blanks in (("quad", " " * 3), ("qquad", " " * 6))},
    **{char: (char, char, Role.OPERAND) for char in "{}$%#_&"},
    "|": ("‖", "||", Role.OPERAND),
}

#: commands that leave no trace
SILENT = _words(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr displaystyle textstyle scriptstyle "
    "limits nolimits nonumber notag hline middle ! / mathstrut strut phantom allowbreak displaylimits"
)
#: commands whose one argument is shown as it is
TRANSPARENT = _words(
    "mathbf boldsymbol bm mathrm mathit mathsf mathcal mathfrak mathtt mathscr vec underline overline "
    "boxed cancel underbrace overbrace mathop mathbin mathrel mathord ensuremath pmb widetilde"
)
#: commands whose argument is words, not mathematics
VERBAL = _words("text textbf textit textrm textsf texttt emph mbox hbox operatorname label tag")
#: accents: a combining mark where one character comes of it, else the name behind a hyphen
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308",
}  # fmt: skip
#: environment -> its brackets
ENVIRONMENTS = {
    "matrix": ("", ""), "smallmatrix": ("", ""), "array": ("", ""), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"),
    "pmatrix": ("(", ")"), "vmatrix": ("|", "|"), "Vmatrix": ("|", "|"), "cases": ("{", ""),
}  # fmt: skip
BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ"}

#: signs spelled with plain characters, longest first
PLAIN_SIGNS: tuple[tuple[str, Sign], ...] = (
    ("''", ("″", "''", Role.OPERAND)),
    ("<->", ("↔", "<->", Role.RELATION)),
    ("<=>", ("⇔", "<=>", Role.RELATION)),
    ("...", ("…", "...", Role.OPERAND)),
    ("|->", ("↦", "|->", Role.RELATION)),
    ("-->", ("→", "->", Role.RELATION)),
    ("<-", ("←", "<-", Role.RELATION)),
    ("->", ("→", "->", Role.RELATION)),
    ("=>", ("⇒", "=>", Role.RELATION)),
    ("<=", ("≤", "<=", Role.RELATION)),
    (">=", ("≥", ">=", Role.RELATION)),
    ("!=", ("≠", "!=", Role.RELATION)),
    ("~=", ("≈", "~=", Role.RELATION)),
    (":=", (":=", ":=", Role.RELATION)),
    ("==", ("=", "=", Role.RELATION)),
    ("+-", ("±", "+-", Role.BINARY)),
    ("-", ("−", "-", Role.BINARY)),
    ("+", ("+", "+", Role.BINARY)),
    ("=", ("=", "=", Role.RELATION)),
    ("<", ("<", "<", Role.RELATION)),
    (">", (">", ">", Role.RELATION)),
    ("*", ("·", "*", Role.DOT)),
    ("/", ("/", "/", Role.SLASH)),
    (",", (",", ",", Role.PUNCTUATION)),
    (";", (";", ";", Role.PUNCTUATION)),
    ("'", ("′", "'", Role.OPERAND)),
    ("~", (" ", " ", Role.SPACE)),
)
#: characters that a teacher may have typed as they are: how they stand, and what ASCII makes of them
TYPED: dict[str, Sign] = {
    shown: (shown, plain, role) for shown, plain, role in SIGNS.values() if len(shown) == 1 and not shown.isascii()
} | {shown: (shown, plain, role) for _, (shown, plain, role) in PLAIN_SIGNS if not shown.isascii()}
TYPED |= {
    "∑": ("Σ", "sum", Role.BIG),
    "√": ("√", "sqrt", Role.PREFIX),
    "−": ("−", "-", Role.BINARY),
    "–": ("−", "-", Role.BINARY),
    "×": ("×", "x", Role.BINARY),
    "′": ("′", "'", Role.OPERAND),
}

"""The methods of descent, each with its known mistakes beside it."""

from tutor.descent.methods.adam import Adam as Adam
from tutor.descent.methods.adam import AdamW as AdamW
from tutor.descent.methods.adaptive import AdaGrad as AdaGrad
from tutor.descent.methods.adaptive import RMSProp as RMSProp
from tutor.descent.methods.base import PLAIN as PLAIN
from tutor.descent.methods.base import GradientDescent as GradientDescent
from tutor.descent.methods.base import Memory as Memory
from tutor.descent.methods.base import Method as Method
from tutor.descent.methods.base import Sight as Sight
from tutor.descent.methods.explain import EVERY_MISTAKE as EVERY_MISTAKE
from tutor.descent.methods.explain import LOOP_MISTAKES as LOOP_MISTAKES
from tutor.descent.methods.explain import LoopMistake as LoopMistake
from tutor.descent.methods.explain import explain as explain
from tutor.descent.methods.explain import mistakes_of as mistakes_of
from tutor.descent.methods.explain import next_theta as next_theta
from tutor.descent.methods.mistake import Mistake as Mistake
from tutor.descent.methods.mistake import Mistaken as Mistaken
from tutor.descent.methods.mistake import mistaken as mistaken
from tutor.descent.methods.momentum import Momentum as Momentum
from tutor.descent.methods.momentum import Nesterov as Nesterov
from tutor.descent.methods.newton import Newton as Newton
from tutor.descent.methods.table import METHODS as METHODS

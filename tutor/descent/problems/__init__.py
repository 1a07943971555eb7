"""What a descent can go down beside a line through data: labels, classes, a small network, the classic functions."""

from tutor.descent.problems.classics import CLASSICS as CLASSICS
from tutor.descent.problems.classics import Classic as Classic
from tutor.descent.problems.logistic import Logistic as Logistic
from tutor.descent.problems.network import Network as Network
from tutor.descent.problems.separation import Separable as Separable
from tutor.descent.problems.softmax import Softmax as Softmax

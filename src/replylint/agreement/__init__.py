"""How far two or more judges of the same replies agree: pure functions of their answers, no text, no files.

Every one gives an `Estimate`: a number, or None with the reason why there is none, never NaN. With `draws` it comes with a
95 % interval from as many resamples of the replies; the same answers give the same interval on every machine.
"""

from __future__ import annotations

from replylint.agreement.alpha import alpha
from replylint.agreement.estimate import DRAWS, Estimate
from replylint.agreement.points import Difference, difference, icc, within
from replylint.agreement.weighted import mean_weighted_kappa, weighted_kappa
from replylint.agreement.yes_no import YesNo, ac1, kappa, wilson, yes_no

__all__ = [
    "DRAWS",
    "Difference",
    "Estimate",
    "YesNo",
    "ac1",
    "alpha",
    "difference",
    "icc",
    "kappa",
    "mean_weighted_kappa",
    "weighted_kappa",
    "wilson",
    "within",
    "yes_no",
]

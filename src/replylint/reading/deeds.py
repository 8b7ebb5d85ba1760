"""Verbs of one deed: in whatever form, and with which others they mean the same."""

from __future__ import annotations

_GROUPS = (  # verbs of one deed
    "check checked look looked search searched verify verified inspect inspected",
    "delete deleted remove removed uninstall clear cleared empty emptied wipe wiped",
    "enter entered type typed input fill filled",
    "switch switched toggle toggled turn turned flick flicked",
    "disconnect disconnected unplug unplugged",
    "connect connected plug plugged pair paired",
    "press pressed hold held push pushed",
    "update updated upgrade upgraded",
    "move moved place placed",
    "replace replaced change changed swap swapped fit fitted renew",
    "clean cleaned dry dried rinse rinsed",
    "select selected choose chose chosen pick picked click clicked tap tapped",
    "open opened launch launched start started",
    "reinstall reinstalled install installed",
    "restart restarted reboot rebooted",
    "allow allowed enable enabled",
    "disable disabled deactivate deactivated",
    "refill refilled top topped",
    "sign signed log logged",
    "resend resent resubmit resubmitted",
    "unpair unpaired",
    "submit submitted",
    "contact contacted call called ring rang rung phone phoned speak spoke spoken ask asked knock knocked touch",
    "go went head",
    "email emailed e-mail e-mailed mail mailed write wrote written message messaged",
    "shake shook shaken",
    "wash washed scrub scrubbed",
    "reload reloaded refresh refreshed",
    "shrink shrank shrunk compress compressed resize resized",
    "put pop popped slot slotted",
    "leave left rest rested",
    *"register,registered bleed,bled run,ran take,took,taken insert,inserted scan,scanned charge,charged reset".split(),
    *"activate,activated descale,descaled download,downloaded test,tested adjust,adjusted tighten,tightened".split(),
    *"bring,brought use,used add,added set follow,followed force,forced".split(),
)
_WEAK = (
    "select",
    "open",
    "use",
    "go",
    "take",
    "put",
    "bring",
    "add",
    "set",
    "switch",
)  # too common to tell by one noun


def _each(group: str) -> list[str]:
    return group.replace(",", " ").split()


def _forms(word: str) -> tuple[str, ...]:
    return word, word + "ing", word.removesuffix("e") + "ing", word + word[-1] + "ing"


_GROUP = {form: number for number, words in enumerate(_GROUPS) for word in _each(words) for form in _forms(word)}
FEEBLE = frozenset(_GROUP[word] for word in _WEAK)
DONE_FORMS = frozenset(word for words in _GROUPS for word in _each(words) if word.endswith("ed"))
_SIGNS = ".,!?\"')"


def group(word: str) -> int | None:
    """The group of a verb in whatever form."""
    return _GROUP.get(word.strip(_SIGNS).removeprefix("re-"))


def number(verb: str) -> int:
    """The group of a verb that has one."""
    return _GROUP[verb]

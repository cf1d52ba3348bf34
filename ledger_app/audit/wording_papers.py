"""Sentences about the papers themselves: whether they are whole, in order of time and form, and private."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.core.i18n import N_, _, ngettext

_LATE = N_(
    "All {n} files that show {place} were made between {first_date} and {last_date}, just before the inspection "
    "on {inspected_date}."
)
_ALL_LATE = N_(
    "All files of {indicators} indicators were made between {first_date} and {last_date}, just before the "
    "inspection on {inspected_date}."
)

MESSAGES: dict[str, Callable[[int], str]] = {
    "E205": lambda n: _("{path}, which shows {place}, opens only with a password."),
    "E206": lambda n: _("{path}{at}, which shows {place}, still holds words to fill in: “{words}”."),
    "E207": lambda n: _("{path}{at}, which shows {place}, speaks for {other}, while it belongs to {own}."),
    "E209": lambda n: _(
        "{path}, which shows {place}, could not be put on paper: a page in the binder says so."
    ),
    "E304": lambda n: _("{path}, which shows {place}, is dated {date}, which is still to come."),
    "E305": lambda n: _(
        "{path} is dated {date}, and {other_path}, which should not come before it, {other_date}."
    ),
    "E306": lambda n: _("{path} was taken on {date}, while {other_path} is of {other_date}."),
    "E307": lambda n: _(_LATE if n else _ALL_LATE),
    "E601": lambda n: _("{path}, which shows {place}, bears no document number: “{title}”."),
    "E602": lambda n: _("{n} different papers bear the number {number}: {paths}."),
    "E603": lambda n: _("{path}, which shows {place}, does not say who issued it: “{title}”."),
    "E604": lambda n: _("Neither the text nor the name of {path}, which shows {place}, says what it is."),
    "E605": lambda n: _("Among the papers {issuer} the numbers {numbers} are not here."),
    "E701": lambda n: _("{path}{at} shows identity card numbers whole: {count}, such as {shown}."),
    "E702": lambda n: ngettext(
        "{path}{at} shows people's mobile numbers whole: {count}, such as {shown}.",
        "{n} files show people's mobile numbers whole: {count}, such as {shown} in {path}{at}.",
        n,
    ),
    "E703": lambda n: _("{path}{at} shows bank card numbers whole: {count}, such as {shown}."),
}

REMEDIES: dict[str, str] = {
    "E205": N_("Save a copy without a password in its place, and link that."),
    "E206": N_("Compare with the paper as it was issued, and put the finished one in its place."),
    "E207": N_("Compare with the original: if it is another place's paper, link the right one."),
    "E209": N_(
        "Add a copy that can be printed (a PDF, pictures of a film), link it, and print the binder again."
    ),
    "E304": N_("Check the date: correct it here if it was misread, or have the paper put right."),
    "E305": N_("Look at both papers and check their dates; if they are right, say why."),
    "E306": N_("Check the day on which it was taken; link the photograph to the event that it shows."),
    "E307": N_("Where earlier originals exist, link those; otherwise nothing needs to be done."),
    "E601": N_("Look for the issued paper with its number, and link that."),
    "E602": N_("Compare both with the register of issued papers, and correct the number that was misread."),
    "E603": N_("Link the signed or sealed paper, or write the issuer in if it was not recognised."),
    "E604": N_("Write its title in, or rename the file so that the printed index says what it is."),
    "E605": N_(
        "Check the register of issued papers: link what belongs here; otherwise nothing needs to be done."
    ),
    "E701": N_("Before it is printed or posted, hide the middle digits in a copy; keep the original apart."),
    "E702": N_("Before it is printed or posted, hide the middle digits in a copy; keep the original apart."),
    "E703": N_("Before it is printed or posted, hide the middle digits in a copy; keep the original apart."),
}

REASONS: dict[str, str] = {
    "encrypted": N_("{path} asks for a password, so that nobody can look into it."),
    "locked-archive": N_("{path} is an archive that asks for a password."),
    "paper-media": N_("{path} is sound or film, which paper can't show."),
    "paper-packed": N_("{path} is a packed archive; what is inside can't be printed from it."),
    "paper-large": N_("{path} has more, or larger pages than a binder can hold."),
    "paper-other": N_("{path} is of a type that this PC can't show as pages."),
    "paper-failed": N_("Making pages of {path} failed."),
    "left-over": N_("{path}{at} says “{words}”."),
    "other-place": N_("{path}{at} speaks for {words}, times: {count}."),
    "own-place": N_("{path} belongs to {own}, by its folder, its name or the papers around it."),
    "private-identity": N_("{path}{at}: identity card numbers {count}, such as {shown}."),
    "private-phone": N_("{path}{at}: mobile numbers {count}, such as {shown}."),
    "private-bank": N_("{path}{at}: bank card numbers {count}, such as {shown}."),
    "made-on": N_("{path} was made on {date}."),
    "numbered-dated": N_("{path} bears the number {number} and the date {date}."),
    "numbered": N_("{path} bears the number {number}: “{title}”."),
    "no-number": N_("No number was found at the head of {path}."),
    "no-issuer": N_("No issuer was found at the head or the end of {path}."),
    "no-title": N_("No title was found in {path}."),
    "order-notification-occasion": N_("A notice comes before the meeting that it calls."),
    "order-notification-attendance": N_("A notice comes before the attendance at what it calls."),
    "order-occasion-summary": N_("A meeting comes before its summary."),
    "order-assessment-summary": N_("A meeting comes before its summary."),
    "order-assessment-posting": N_("An assessment comes before its result is posted."),
    "order-approval-contract": N_("An approval comes before the contract."),
    "order-approval-acceptance": N_("An approval comes before the acceptance."),
    "order-approval-payment": N_("An approval comes before the payment."),
    "order-contract-acceptance": N_("A contract comes before the acceptance."),
    "order-contract-payment": N_("A contract comes before the payment."),
    "order-acceptance-payment": N_("An acceptance comes before the final payment."),
    "order-problem-mending": N_("A problem is found before it is mended."),
    "order-problem-closing": N_("A problem is found before it is closed."),
    "order-mending-closing": N_("A problem is mended before it is closed."),
    "order-before-during": N_(
        "What was photographed before comes before what was photographed during the work."
    ),
    "order-during-after": N_(
        "What was photographed during the work comes before what was photographed after it."
    ),
    "order-before-after": N_(
        "What was photographed before the work comes before what was photographed after it."
    ),
    "order-number": N_("Of one issuer's papers of a year the higher number does not bear the earlier date."),
    "posted": N_("{path} is made to be posted."),
}

"""English verbs as they stand at the beginning of an order, as something past, and words that smell of trouble."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text with blanks between them."""
    return frozenset(text.split())


BASE = word_set(
    """
    accept access account achieve act activate adapt add address adjust advise agree aim align allocate allow amend
    analyse analyze announce answer apply appoint approve archive arrange ask assess assign assist assume attach
    attend authorize await back backup balance begin bill block book bounce bring browse budget build bump buy
    calculate call cancel capture carry cc change charge chase chat check choose circulate clarify clean clear click
    close collect come comment commit compare compile complete compute confirm connect consider contact continue
    contribute convert copy correct cover create credit cut deactivate deal debug decide decline define delay
    delegate delete deliver deploy describe design determine develop direct disable discuss dispatch distribute
    divide do double download draft draw drive drop edit elaborate eliminate email enable encourage end enforce
    engage ensure enter escalate estimate evaluate examine exclude execute expand expect expedite explain explore
    export extend fetch figure file fill finalize find finish fix focus follow format forward free generate get give
    go grab grant group guide handle hand have help hide hire hit hold hook identify ignore implement import improve
    include increase indicate inform insert inspect install instruct integrate introduce investigate invite invoice
    issue join keep kick know label launch lead leave lend let limit link list listen load locate lock log look loop
    lower mail maintain make manage map mark match measure meet merge message migrate mind modify monitor move name
    navigate negotiate note notify obtain offer open order organize outline pass paste pause pay perform phone pick
    ping place plan play point post postpone prepare present press prevent print proceed process procure produce
    propose provide publish pull purchase push put query quote raise reach read reboot rebuild recall receive
    recommend reconcile reconsider record recover redeploy redirect reduce refer refresh refund register reinstall
    reject relay release reload remember remind remove rename renew repeat rephrase replace reply report request
    resend reschedule reserve reset resolve respond restart restore resume retain retry return revert review revise
    revisit rewrite roll rotate run save say scan schedule search secure see select send separate set settle setup
    share ship shoot shorten show sign skip solve sort specify split stage start state stay stick stop store submit
    subscribe suggest summarize supply support suspend swap switch sync take talk target tell terminate test text
    think tidy track transfer translate treat trim trigger try turn type unblock uninstall unlock unsubscribe update
    upgrade upload use validate verify visit wait wake walk warn watch whitelist withdraw work wrap write zip
    """
)
PAST = word_set(
    """
    was were had did went got gave took made came said told saw knew thought found left kept let put set sent spent
    lent built bought brought caught taught sold held heard met paid ran read rose sat spoke stood understood won
    wrote written done gone seen given taken shown known broken chosen fallen forgotten begun began lost felt led
    meant cut hit hurt shut split quit broke froze frozen drew forgot grew threw wore woke been become became stuck
    """
)
TROUBLED = word_set(
    """
    fails fail failed failing failure error errors exception crash crashes crashed crashing hang hangs hanging hung
    freezes freezing frozen stuck spins spinning blank empty missing wrong broken breaks breaking broke weird
    strange odd dead denied refused refuses rejected rejects kicked locked timeout timeouts timing duplicate
    duplicates slow laggy lagging unresponsive down outage unreachable unavailable bounce bounced bounces garbled
    corrupt corrupted mismatch mismatched incorrect incorrectly exits undefined null stale outdated disappeared
    vanished gone lost overdue late delayed unexpected unexpectedly confusing nowhere flaky hiccup glitch glitchy
    trouble struggling blocked blocker expired invalid truncated doubled twice forever 0xx nan stopped dropping
    drops
    """
)

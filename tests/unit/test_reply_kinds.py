"""What a reply is, by examples in the languages we read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.replies import Kind, chases, is_for_all, joins_in, kind_of_reply, shows_how

relaxed = settings(deadline=None)


@pytest.mark.parametrize(
    "text",
    [
        "Looking into it, will get back to you shortly.",
        "On it!",
        "Let me check with our billing people and come back to you.",
        "Thanks for flagging, we're investigating.",
        "I'll find out and let you know.",
        "Hi Anna, I have escalated this to engineering.",
        "Ich schaue mir das gleich an.",
        "Danke für die Info, wir kümmern uns darum.",
        "Das kläre ich und melde mich.",
        "Lo reviso y te digo algo",
        "Estamos investigando el problema.",
        "Vou verificar e já te retorno.",
        "Je regarde et je reviens vers vous.",
        "On s'en occupe.",
        "Stiamo verificando, ti faccio sapere.",
        "Ik ga het uitzoeken en kom er bij je op terug.",
        "Ik laat het je weten",
        "確認して折り返しご連絡します。",
        "我查一下，稍后回复",
        "جاري التحقق من المشكلة",
        "Để em kiểm tra rồi báo lại ạ",
    ],
)
def test_a_promise_to_look_is_no_answer(text: str) -> None:
    reply = kind_of_reply(text)
    assert reply.kind is Kind.HOLDING, reply.why


@pytest.mark.parametrize(
    "text",
    [
        "Which browser do you use?",
        "Any screenshot of that, Lena?",
        "Hi Tom, could you send us a screenshot?",
        "Sorry to hear that! What happens when you click on it?",
        "Please share the log file with us.",
        "Gerne, für welchen Zeitraum?",
        "Können Sie uns die Fehlermeldung schicken?",
        "¿Qué navegador estáis usando?",
        "Claro! Qual é o e-mail dele?",
        "Bien sûr, quelle est l'adresse ?",
        "Da quale pagina?",
        "Welke browser gebruik je?",
        "どのブラウザをお使いですか？",
        "请问是哪个页面？",
    ],
)
def test_a_question_back_is_no_answer(text: str) -> None:
    reply = kind_of_reply(text)
    assert reply.kind is Kind.COUNTER_QUESTION, reply.why


@pytest.mark.parametrize(
    "text",
    [
        "On Thursday.",
        "yes",
        "it should",
        "Done, please check again.",
        "Tuesday works for us, same time?",
        "Sorry for the wait, the report is in your inbox now.",
        "Thanks for waiting! The limit is 500 rows.",
        "https://example.org/manual",
        "You can change it under Settings, Billing.",
        "I'm afraid that isn't possible on your plan.",
        "Die Lizenzen sind freigeschaltet.",
        "Te la acabo de reenviar.",
        "O relatório já está certo.",
        "C'est fait, Sophie est dans le projet.",
        "Il manuale è nella cartella condivisa.",
        "Vanaf woensdag heb je toegang.",
        "請求書をお送りしました。",
        "新版本下周三上线。",
        "تم تفعيل الحساب",
        "Hợp đồng đã gửi qua email ạ",
    ],
)
def test_an_answer_tells_something(text: str) -> None:
    reply = kind_of_reply(text)
    assert reply.kind is Kind.ANSWER, reply.why


@pytest.mark.parametrize(
    "text", ["Hi Lena!", "Good morning", "🎉", "", "Thanks, Tom!", "Great!", "Vielen Dank", ":+1:"]
)
def test_kindness_is_no_answer(text: str) -> None:
    assert kind_of_reply(text).kind in (Kind.OTHER, Kind.ACKNOWLEDGEMENT)


@pytest.mark.parametrize(
    "text",
    [
        "Works now, thanks!",
        "that did it",
        "No worries, found it",
        "We don't need it any more",
        "Never mind, found it",
        "All good now",
        "Hat sich erledigt",
        "Klappt wieder, danke",
        "Ya funciona, gracias",
        "Deu certo, obrigado!",
        "Ça marche maintenant, merci",
        "Ora funziona, grazie",
        "Het werkt weer, bedankt",
        "解決しました。ありがとうございます",
        "收到，谢谢",
        "يعمل الآن، شكرا",
        "Được rồi, cảm ơn em",
    ],
)
def test_the_asker_closes(text: str) -> None:
    reply = kind_of_reply(text, ours=False)
    assert reply.kind is Kind.CLOSING, reply.why


@pytest.mark.parametrize(
    "text",
    [
        "Still broken",
        "It doesn't work, same error as before",
        "Hmm, it is down again",
        "Thanks, but that didn't help",
        "Geht leider immer noch nicht",
        "Sigue sin funcionar",
        "Continua com o mesmo erro",
        "Toujours le même problème",
        "Non funziona ancora",
        "Hij doet het nog steeds niet",
        "まだ同じエラーが出ます",
        "还是不行",
        "لا يزال لا يعمل",
        "Vẫn không được",
    ],
)
def test_the_asker_says_that_it_is_not_over(text: str) -> None:
    reply = kind_of_reply(text, ours=False)
    assert reply.kind is Kind.STILL_BROKEN, reply.why


@pytest.mark.parametrize(
    "text", ["Thank you!", "ok", "Danke dir", "Muchas gracias", "merci beaucoup", "👍", "好的，谢谢"]
)
def test_thanks_alone_neither_close_nor_reopen(text: str) -> None:
    assert kind_of_reply(text, ours=False).kind is Kind.ACKNOWLEDGEMENT


def test_who_joins_in_who_chases_and_who_shows_how() -> None:
    assert all(
        map(joins_in, ("+1", "Same here in Berlin", "Bei uns auch", "A nosotros nos pasa lo mismo", "Chez nous aussi"))
    )
    assert not joins_in("It's the same file as last month.")
    assert chases("Any news on this?")
    assert not chases("The newsletter is out")
    assert shows_how("Click on the funnel and choose Region")
    assert not shows_how("I was wondering about that too")
    assert is_for_all("Hi all, the release notes are out")
    assert not is_for_all("It is fixed, Tom")


@relaxed
@given(st.text(max_size=400), st.booleans())
def test_it_never_fails_and_always_says_why(text: str, ours: bool) -> None:
    reply = kind_of_reply(text, ours=ours)
    assert reply.why.endswith(".")
    assert reply == kind_of_reply(text, ours=ours)


@pytest.mark.parametrize(
    "piece", ["?", "hi ", "`", "<https://", "can ", "immer noch ", "i will ", "a, ", "same ", "同", "x."]
)
def test_long_messages_are_read_as_fast(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    begun = time.process_time()
    for ours in (True, False):
        kind_of_reply(text, ours=ours)
    assert time.process_time() - begun < 0.1

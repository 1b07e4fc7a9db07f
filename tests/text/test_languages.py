"""Tags of languages: those that there are, and what only looks like one."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers

from annotator.text.languages import is_language_tag

#: The labels of the language detector.
DETECTED = (
    "af als am an ar arz as ast av az azb ba bar bcl be bg bh bn bo bpy br bs bxr ca cbk ce ceb "
    "ckb co cs cv cy da de diq dsb dty dv el eml en eo es et eu fa fi fr frr fy ga gd gl gn gom "
    "gu gv he hi hif hr hsb ht hu hy ia id ie ilo io is it ja jbo jv ka kk km kn ko krc ku kv kw "
    "ky la lb lez li lmo lo lrc lt lv mai mg mhr min mk ml mn mr mrj ms mt mwl my myv mzn nah "
    "nap nds ne new nl nn no oc or os pa pam pfl pl pms pnb ps pt qu rm ro ru rue sa sah sc scn "
    "sco sd sh si sk sl so sq sr su sv sw ta te tg th tk tl tr tt tyv ug uk ur uz vec vep vi vls "
    "vo wa war wuu xal xmf yi yo yue zh"
)


@pytest.mark.parametrize(
    "tag",
    [
        "en", "EN-us", "pt-BR", "zh-Hant-TW", "zh-cmn-Hans", "es-419", "sr-Latn-RS", "prs", "hbo",
        "de-CH-1901", "ca-valencia", "iw", "eng", "und", "mul",
        "qaa", "ar-u-nu-latn", "en-x-desk", "sl-rozaj",
    ],
)  # fmt: skip
def test_what_names_a_language_is_one(tag: str) -> None:
    assert is_language_tag(tag)


def test_so_does_all_that_the_detector_may_say_and_all_that_has_a_locale() -> None:
    locales = [one.replace("_", "-") for one in locale_identifiers()]
    assert [tag for tag in (*DETECTED.split(), *locales) if not is_language_tag(tag)] == []


@pytest.mark.parametrize(
    "tag",
    [
        "", "x", "xx", "xx-nonsense", "en-nonsense", "en-XX", "en-Abcd", "english", "plain english",
        "en_US", "en-", "en-x", "-en", "nonsense", "zh-zzy", "e1", "en\n", "ﬁ",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(tag: str) -> None:
    assert not is_language_tag(tag)

"""How the naive ledger says no."""


class No(Exception):
    def __init__(self, code: str) -> None:
        self.code = code


def refuse_if(wrong: bool, code: str) -> None:
    if wrong:
        raise No(code)

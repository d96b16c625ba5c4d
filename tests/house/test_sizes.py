"""Files and functions stay small enough to be read at one sitting."""

import ast
from pathlib import Path
from statistics import median

from tests.house.tree import functions_of, python_files, relative, text_of, tracked

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
CODE = {".py", ".sql"}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def code_files() -> list[Path]:
    return [path for path in tracked() if path.suffix in CODE or path.parent.name == "scripts"]


def test_no_file_is_longer_than_400_lines():
    sizes = {relative(path): len((text_of(path) or "").splitlines()) for path in code_files()}

    assert {path: size for path, size in sizes.items() if size > MOST_LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{relative(path)}:{function.lineno} {function.name} has {lines_of(function)} lines"
        for path in python_files("src", "tests")
        for function in functions_of(path)
        if lines_of(function) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []


def test_half_of_the_functions_are_shorter_than_10_lines():
    sizes = [lines_of(function) for path in python_files("src") for function in functions_of(path)]

    assert median(sizes) < 10

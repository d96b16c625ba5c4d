"""The repository as the house rules see it: its files, and what its Python says."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "settlebook"

# What tools and runs leave behind in a folder that git does not describe, such as an unpacked sdist.
_LEFT_BEHIND = {".git", ".venv", ".venv.lock", "__pycache__", "var", "build", "dist", "PKG-INFO"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the repository: as git says, else whatever lies here."""
    return tuple(sorted(path for path in _listed() if path.is_file()))


def _listed() -> Iterator[Path]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        yield from _walked(ROOT)
    else:
        yield from (ROOT / name for name in listing.split("\0") if name)


def _walked(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _LEFT_BEHIND or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walked(path)
        else:
            yield path


def relative(path: Path) -> str:
    return str(PurePosixPath(path.relative_to(ROOT)))


def text_of(path: Path) -> str | None:
    """The file as text; None for compressed samples and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def python_files(*folders: str) -> list[Path]:
    """The Python files below the folders, each named from the top of the repository."""
    tops = [ROOT / folder for folder in folders]
    return [path for path in tracked() if path.suffix == ".py" and any(top in path.parents for top in tops)]


@cache
def syntax_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All that a file says, walked once."""
    return tuple(ast.walk(syntax_of(path)))


def module_name(path: Path) -> str:
    """The dotted name of a file of the package: `settlebook.domain.events`."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node

"""How large the rooms of the house are, as `python tests/house.py` prints it; tests/test_house.py holds the limits.

>>> is_literal(ast.parse("((1, 'one'), (2, TWO), (-3, mark('three')))", mode="eval").body)
True
>>> is_literal(ast.parse("((1, one), (2, two + 1))", mode="eval").body)
False
"""

import ast
import io
import statistics
import tokenize
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
CODE = ("nlp_models", "pages")
ALL = (*CODE, "tests", "benchmarks")
SKIP = "fmt: skip"


def files(*folders):
    """Every Python file below these folders."""
    return sorted(file for folder in folders for file in (REPOSITORY / folder).rglob("*.py"))


def name_of(path):
    """A path as it stands in the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def modules_of_folders():
    """`{folder: modules in it}`; an `__init__.py` is the folder itself."""
    return Counter(name_of(file.parent) for file in files(*CODE) if file.name != "__init__.py")


def lines_of_files(*folders):
    """`{file: lines}`."""
    return {name_of(file): len(file.read_text("utf-8").splitlines()) for file in files(*folders)}


def lines_of_pages():
    """The same of the pages themselves."""
    pages = [REPOSITORY / "app.py", *(REPOSITORY / "pages").glob("*.py")]
    return {name_of(file): len(file.read_text("utf-8").splitlines()) for file in pages}


def lines_of_functions():
    """The lines of every function, the shortest first."""
    trees = [ast.parse(file.read_text("utf-8")) for file in files(*CODE)]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return sorted(node.end_lineno - node.lineno + 1 for node in functions)


def is_literal(node):
    """Whether it is data: literals, constants by their name, and what is made of nothing else: `mark("...")`, `Field("a", 1)`."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name | ast.Attribute):
        return (node.id if isinstance(node, ast.Name) else node.attr).isupper()
    if isinstance(node, ast.Call):
        return bool(node.args or node.keywords) and all(
            map(is_literal, [*node.args, *(one.value for one in node.keywords)])
        )
    if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict | ast.UnaryOp | ast.BinOp | ast.Starred):
        return all(is_literal(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))
    return False


def is_table(node):
    """Whether all of it, but for a line before and one behind, is rows of literals."""
    rows = [
        one for one in ast.walk(node) if isinstance(one, ast.Tuple | ast.List | ast.Set | ast.Dict) and is_literal(one)
    ]
    lines = max((one.end_lineno - one.lineno + 1 for one in rows), default=0)
    return lines >= max(2, node.end_lineno - node.lineno - 1)


def skipped_by_formatter(text):
    """The lines of a file that the formatter leaves as they are though they are no table of data."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    nodes += [one for node in nodes for one in getattr(node, "decorator_list", ())]
    ended = {}
    for node in nodes:  # of what ends on a line, the innermost
        if node.end_lineno not in ended or node.lineno > ended[node.end_lineno].lineno:
            ended[node.end_lineno] = node
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    marked = [one.start[0] for one in tokens if one.type == tokenize.COMMENT and SKIP in one.string]
    return [line for line in marked if line not in ended or not is_table(ended[line])]


def no_tables(*folders):
    """`{file: lines}` of what the formatter leaves there without need."""
    texts = {name_of(file): file.read_text("utf-8") for file in files(*folders)}
    found = {name: skipped_by_formatter(text) for name, text in texts.items() if SKIP in text}
    return {file: lines for file, lines in found.items() if lines}


def main():
    """Print the counts."""
    print(
        "Modules of a folder:",
        *(f"{count:4} {folder}" for folder, count in modules_of_folders().most_common(8)),
        sep="\n",
    )
    longest = Counter(lines_of_files(*ALL)).most_common(8)
    print("Longest files:", *(f"{count:4} {file}" for file, count in longest), sep="\n")
    print("Pages:", *(f"{count:4} {page}" for page, count in Counter(lines_of_pages()).most_common(3)), sep="\n")
    lengths = lines_of_functions()
    print(
        f"{len(lengths):,} functions: median {statistics.median(lengths):g}, nine in ten <= {lengths[9 * len(lengths) // 10]} lines"
    )
    skipped = no_tables(*ALL)
    print(f"Left by the formatter without need: {sum(map(len, skipped.values()))} places in {len(skipped)} files")


if __name__ == "__main__":
    main()

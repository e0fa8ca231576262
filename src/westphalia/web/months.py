"""Months as `2022-03`: how far back, and in a row."""


def back(month: str, months: int) -> str:
    """The first of so many months that end with this one."""
    return _month(_number(month) - (months - 1))


def since(last: str, first: str) -> list[str]:
    """All months from the first to the last, without gaps; none if the last goes before the first."""
    return [_month(number) for number in range(_number(first), _number(last) + 1)]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"

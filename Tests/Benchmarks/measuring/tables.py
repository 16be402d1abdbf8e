"""Tables for people, on a terminal or in Markdown."""

class Report:
    """Prints tables as they are done."""

    def __init__(self, markdown):
        self.markdown = markdown

    def table(self, title, columns, rows):
        """- columns: headings; those that end with '>' are of numbers"""
        names = [column.rstrip(">") for column in columns]
        numeric = [column.endswith(">") for column in columns]
        cells = [[number(cell) for cell in row] for row in rows]
        print(f"\n{title}\n")
        if self.markdown:
            print(f"| {' | '.join(names)} |\n|{'|'.join('--:' if right else '---' for right in numeric)}|")
            for row in cells:
                print(f"| {' | '.join(row)} |")
        else:
            widths = [max(map(len, column)) for column in zip(names, *cells)]
            for row in [names, *cells]:
                line = (
                    cell.rjust(width) if right else cell.ljust(width)
                    for cell, width, right in zip(row, widths, numeric)
                )
                print("  " + "  ".join(line).rstrip())
        print(flush=True)


def number(cell):
    """Three digits that count, thousands apart; text as it is, and nothing for None."""
    if cell is None:
        return ""
    if not isinstance(cell, (int, float)):
        return str(cell)
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"


def verdict(figure, goal):
    """Whether a figure is within its goal, and else by how much it is not."""
    if figure <= goal:
        return "met"
    if not goal:
        return "missed"
    if figure < 2 * goal:
        return f"missed by {figure / goal - 1:.0%}"
    return f"missed: {number(figure / goal)} times the goal"

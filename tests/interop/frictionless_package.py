"""frictionless reads the data package from its URL and validates every row of every file against its columns."""

import frictionless
from asking import URL, items, same

report = frictionless.validate(f"{URL}/datapackage.json")
faults = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
same("faults", [*faults, *(error.message for error in report.errors)], [])
rows = {task.name: task.stats["rows"] for task in report.tasks}
same("rows of figures", rows["figures"], len(items("figures")))

print(
    f"frictionless {frictionless.__version__}: {len(rows)} files, {sum(rows.values())} rows, all as their columns say"
)

"""A fictional county: children, episodes, reports and practice, drawn from published figures.

`figures` says the numbers and where they come from, `drawing` draws children and episodes,
`people` gives them names, `reports` writes what police would, with the dirt of real files,
`practice` adds what agencies did, `measures` sets the drawn beside the published.
"""

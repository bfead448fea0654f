"""Pictures for Plotly, one module a report, each of what the tables of that report show. Pure; hides nothing itself."""

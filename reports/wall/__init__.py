"""The board of all projects on paper (挂图作战): drawn, printed, as a workbook."""

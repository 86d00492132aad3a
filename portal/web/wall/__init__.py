"""Board, public timetable, books, dispatch (挂图与调度)."""

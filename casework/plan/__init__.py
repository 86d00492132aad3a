"""Plans, forecasts and what-ifs of the projects on file; reads only."""

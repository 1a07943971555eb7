"""The lab without its screen: a learner's own function or table becomes a descent.

    setup.py      `Setup`, everything as it was typed, and the `fields` of a form; command.py: as a command line has it
    settings.py   `settings_of`: the scene's Settings, or what cannot be and in which field; typed.py: a field's text
    names.py      the letters of a function that nobody declared
    defaults.py   a start inside the domain and a rate that descends, where none was typed; datarate.py: on data
    csvhead.py    the first look at a table: encoding, delimiter, heading, columns
    csvlines.py   its lines, csvcells.py its cells, csvrows.py its numbers, troubles.py what is wrong with which row
    table.py      the whole of it in bounded memory, with progress; gathered.py: mean and scatter, chunk by chunk
    dataset.py    what was read, as the data set of a loss

Arrows point from here to `scenes`, `lesson` and `descent`; nobody but the command line and the screens looks back.
"""

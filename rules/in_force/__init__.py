"""What applies: the regulations in force, who may act, what a catalogue must not lack."""

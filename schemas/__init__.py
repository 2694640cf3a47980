"""What may be said: the record kinds, their value types, and the reader of seed files.

This room knows neither the store nor HTTP; everything else derives from it.
"""

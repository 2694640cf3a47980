"""Judgement by other people's tools."""

"""Resolving a request against package repositories."""

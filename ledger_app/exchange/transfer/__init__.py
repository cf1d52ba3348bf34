"""The transfer to the county archive (移交): a folder that its rules describe, which proves itself."""

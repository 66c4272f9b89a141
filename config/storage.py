from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content, also where one JavaScript module imports another.

    Browsers keep them for ever, and a new release is a new name.
    """

    support_js_module_import_aggregation = True

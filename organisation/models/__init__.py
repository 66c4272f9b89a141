from organisation.models.data_export import DataExport, ExportState
from organisation.models.directory_group import DirectoryGroup

__all__ = ["DataExport", "DirectoryGroup", "ExportState"]

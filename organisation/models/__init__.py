from organisation.models.data_export import DataExport, ExportState

__all__ = ["DataExport", "ExportState"]

from django.contrib.admin.apps import AdminConfig


class EmergencyPages(AdminConfig):
    default_site = "people.emergency.site.EmergencySite"

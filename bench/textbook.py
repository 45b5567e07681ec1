"""The textbook: a ModelViewSet with prefetch over the same tables, as REST framework's tutorial teaches it."""

from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import pagination, permissions, renderers, serializers, viewsets

from investors.models import Investor
from projects.models import Claim, Participation, Project, ProjectSector
from regions.models import Region
from sources.models import Citation


class RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "name"]


class InvestorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Investor
        fields = ["slug", "name", "country", "country_basis"]


class CitationSerializer(serializers.ModelSerializer):
    source = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Citation
        fields = ["source", "locator", "exact", "start", "end"]


class ParticipationSerializer(serializers.ModelSerializer):
    investor = InvestorSerializer()

    class Meta:
        model = Participation
        fields = ["investor", "role", "basis", "share_low", "share_high", "facility"]


class SectorSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="sector.code")
    name = serializers.CharField(source="sector.name")

    class Meta:
        model = ProjectSector
        fields = ["code", "name", "primary"]


class ClaimSerializer(serializers.ModelSerializer):
    region = RegionSerializer()
    citation = CitationSerializer()

    class Meta:
        model = Claim
        fields = [
            "uid", "facility", "attribute", "amount", "amount_low", "amount_high", "quantity", "quantity_low",
            "quantity_high", "region", "code", "date", "bound", "modality", "currency", "unit", "per", "basis",
            "for_date", "usd_low", "usd_high", "as_printed", "missing", "rank", "reason", "stands", "said_on",
            "citation", "recorded_at", "retired_at",
        ]  # fmt: skip


class FigureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Claim
        fields = ["amount", "amount_low", "amount_high", "quantity", "quantity_low", "quantity_high", "bound",
                  "modality", "currency", "usd_low", "usd_high", "as_printed", "uid"]  # fmt: skip


class ProjectListSerializer(serializers.ModelSerializer):
    region = RegionSerializer()
    sectors = SectorSerializer(source="project_sectors", many=True)
    participations = ParticipationSerializer(many=True)
    investment = FigureSerializer(source="investment_claim")
    jobs = FigureSerializer(source="jobs_claim")

    class Meta:
        model = Project
        fields = [
            "slug", "title", "title_en", "title_kk", "title_ru", "title_zh_hans", "summary", "kind", "stage", "region",
            "place", "latitude", "longitude", "precision", "sectors", "participations", "investment", "jobs",
            "announced_on", "commissioning_on", "verified_on", "publication", "updated_at",
        ]  # fmt: skip


class ProjectSerializer(ProjectListSerializer):
    claims = ClaimSerializer(many=True)

    class Meta(ProjectListSerializer.Meta):
        fields = [*ProjectListSerializer.Meta.fields, "claims"]


class ProjectFilter(FilterSet):
    class Meta:
        model = Project
        fields = {"region__code": ["exact"], "stage": ["exact"]}


class Pages(pagination.PageNumberPagination):
    page_size = 50


class ProjectViewSet(viewsets.ReadOnlyModelViewSet):
    lookup_field = "slug"
    permission_classes = [permissions.IsAuthenticatedOrReadOnly]
    renderer_classes = [renderers.JSONRenderer]
    filter_backends = [DjangoFilterBackend]
    filterset_class = ProjectFilter
    pagination_class = Pages

    def get_queryset(self):
        related = ("region", "investment_claim", "jobs_claim")
        lists = ["project_sectors__sector", "participations__investor"]
        if self.action == "retrieve":
            lists += ["claims__region", "claims__citation__source"]
        rows = Project.objects.filter(publication="published").order_by("-amount_usd_low", "pk")
        return rows.select_related(*related).prefetch_related(*lists)

    def get_serializer_class(self):
        return ProjectSerializer if self.action == "retrieve" else ProjectListSerializer

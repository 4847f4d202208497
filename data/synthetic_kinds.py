"""The kinds of companies that invented cohorts know; each programme's profile says how many of each there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of company: ATECO division, roles with weights, words for its name, staff, whether in industrial areas."""

    sector: str
    roles: str
    nouns: str
    staff: tuple[int, int]
    industrial: bool = False


KINDS: Mapping[str, Kind] = {
    "textile_finishing": Kind("13", "textile_finishing=5; hand_packer=1", "Rifinizione; Tintoria", (6, 60), True),
    "weaving": Kind("13", "weaving_operator=4; hand_packer=1", "Tessitura; Filati", (5, 45), True),
    "knitwear": Kind(
        "14", "sewing_operator=3; clothing_finisher=4; hand_packer=1", "Maglificio; Confezioni", (4, 35), True
    ),
    "fashion_wholesale": Kind(
        "46", "clothing_warehouse=4; hand_packer=2; order_picker=1", "Campionario; Ingrosso Moda", (3, 40), True
    ),
    "logistics": Kind(
        "52", "warehouse_worker=4; order_picker=4; hand_packer=1", "Logistica; Magazzini", (12, 140), True
    ),
    "cleaning": Kind("81", "building_cleaner=1", "Pulizie; Servizi Puliti", (8, 120)),
    "restaurant": Kind("56", "kitchen_assistant=4; dishwasher=2; waiter=2", "Trattoria; Mensa", (3, 30)),
    "bar": Kind("56", "barista=3; kitchen_assistant=1", "Caffè; Gastronomia", (2, 12)),
    "bakery": Kind("10", "baker=3; sales_assistant=1", "Forno; Panificio", (3, 20)),
    "shop": Kind("47", "shelf_filler=4; cashier=2; sales_assistant=3", "Alimentari; Bottega; Emporio", (4, 80)),
    "reuse": Kind("47", "reuse_shop=3; hand_packer=1", "Cooperativa del Riuso; Mercatino Solidale", (5, 40)),
    "laundry": Kind("96", "laundry_worker=1", "Lavanderia; Stireria", (3, 45)),
    "home_care": Kind("88", "care_aide=4; office_clerk=1", "Cooperativa Sociale; Assistenza", (15, 200)),
    "care_home": Kind("87", "oss=3; laundry_worker=1; kitchen_assistant=2", "Residenza; Casa di Riposo", (25, 120)),
    "gardens": Kind("81", "garden_labourer=3; building_cleaner=1", "Cooperativa Verde; Giardini", (8, 70)),
    "office": Kind("82", "office_clerk=3; receptionist=1; hand_packer=2", "Servizi Ufficio; Segreteria", (3, 30)),
    "recycling": Kind("38", "waste_sorter=1", "Recuperi; Raccolta e Riciclo", (15, 90), True),
    "building": Kind("41", "construction_worker=1", "Edilizia; Costruzioni", (3, 40)),
    "hotel": Kind(
        "55",
        "room_attendant=5; hotel_porter=2; kitchen_assistant=2; waiter=2; receptionist=1",
        "Albergo; Pensione; Locanda",
        (4, 40),
    ),
    "campsite": Kind(
        "55", "room_attendant=3; garden_labourer=2; dishwasher=2; receptionist=1", "Campeggio; Villaggio", (5, 45)
    ),
    "beach": Kind("93", "barista=2; kitchen_assistant=2; waiter=1; building_cleaner=2", "Bagno; Stabilimento", (3, 15)),
    "marble": Kind("23", "stone_worker=4; stone_engraver=2", "Marmi; Laboratorio di Scultura", (4, 45), True),
    "farm": Kind("01", "vineyard_worker=3; fruit_veg_picker=2", "Fattoria; Azienda Agricola", (2, 25)),
    "campers": Kind("29", "factory_hand=4; warehouse_worker=1", "Allestimenti; Veicoli da Viaggio", (20, 200), True),
    "furniture": Kind("31", "factory_hand=2; hand_packer=2", "Mobilificio; Arredi", (5, 60), True),
    "glass": Kind("23", "factory_hand=2; hand_packer=3", "Vetreria; Cristalleria", (5, 40), True),
    "food": Kind("10", "hand_packer=3; baker=1; factory_hand=1", "Salumificio; Dolciaria", (6, 70), True),
    # A type-B social cooperative: many simple jobs, used to people who start again.
    "work_coop": Kind(
        "82",
        "hand_packer=3; building_cleaner=2; garden_labourer=2; laundry_worker=1; waste_sorter=1",
        "Cooperativa di Inserimento; Cooperativa di Lavoro",
        (8, 80),
    ),
    "association": Kind(
        "94", "reuse_shop=2; office_clerk=1; kitchen_assistant=1; dishwasher=1", "Associazione; Circolo", (0, 12)
    ),
}
